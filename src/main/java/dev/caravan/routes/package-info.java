/** The route files: read from their folder, checked, and applied while everything else runs. */
package dev.caravan.routes;
