/** Tables that join while others are streamed, and tables that are read anew. */
package dev.caravan.capture.incremental;
