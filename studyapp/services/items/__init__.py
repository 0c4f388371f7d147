"""What answers and learners say of items, for their authors."""
