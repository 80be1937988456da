/** The promises, each proven by breaking the packaged application or what it stands on. */
package dev.caravan.pipeline;
