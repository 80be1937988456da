/** What Caravan is deployed with, held against each other and against what Caravan knows. */
package dev.caravan.deployment;
