/** What keeps secrets unseen and connections private: masking, certificates, and their check. */
package dev.caravan.security;
