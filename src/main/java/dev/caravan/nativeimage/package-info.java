/** What libraries reach by name, told to the builder of the native binary; without it no code. */
package dev.caravan.nativeimage;
