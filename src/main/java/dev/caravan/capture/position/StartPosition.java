package dev.caravan.capture.position;

/** Nothing is read yet, and the slot is about to be made: a slot of that name may be made anew. */
public record StartPosition() implements CapturePosition {}
