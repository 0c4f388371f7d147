"""What answers and learners say of items, over real files."""
