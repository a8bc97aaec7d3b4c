"""The floor: no domain words here. Events, workflow, jobs, files, guards, refusals, clocks, pages, exports."""
