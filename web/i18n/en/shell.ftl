# The frame of the page.
page-title = { $view } · virtlab
skip-to-content = Skip to the content
views = Views
view-lab = Lab
view-walkthroughs = Walkthroughs
view-matrix = Matrix
view-reference = Reference
language = Language
theme = Theme: { $name }
theme-auto = as the system
theme-light = light
theme-dark = dark
menu = Menu
panes = Panes
timeline = Timeline
dismiss = Dismiss
close = Close
