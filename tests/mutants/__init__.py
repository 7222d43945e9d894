"""Bugs that are planted on purpose: a proof that lets one of them through proves too little."""
