/** What people can ask of a running pipeline over HTTP, and whether they may. */
package dev.caravan.control;
