/** The demo: everything on this machine, a shop at work, and its rows on both sides. */
package dev.caravan.demo;
