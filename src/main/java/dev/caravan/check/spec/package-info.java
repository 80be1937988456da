/** Tests beside route files, as they are written: tables, events, and what is expected of them. */
package dev.caravan.check.spec;
