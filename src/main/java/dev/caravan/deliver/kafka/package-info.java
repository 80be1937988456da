/** The {@code kafka:} component: hands a route one exchange a batch and commits what has landed. */
package dev.caravan.deliver.kafka;
