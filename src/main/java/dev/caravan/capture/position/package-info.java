/** How far the capture has come, and how it goes on from there without loss or repetition. */
package dev.caravan.capture.position;
