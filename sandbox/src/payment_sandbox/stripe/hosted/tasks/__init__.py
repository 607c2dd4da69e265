"""What can be done in the portal, each task by the name of the flow that leads straight to it."""
