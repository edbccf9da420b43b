/// The version that kilovakt says it is, everywhere.
package let softwareVersion = "0.1.0"
