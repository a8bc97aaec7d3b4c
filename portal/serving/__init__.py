"""Starting the portal: preparing the installation, then web, worker and scheduler supervised as one."""
