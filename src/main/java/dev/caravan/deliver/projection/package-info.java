/** What a route makes of the source's columns before ClickHouse sees anything of them. */
package dev.caravan.deliver.projection;
