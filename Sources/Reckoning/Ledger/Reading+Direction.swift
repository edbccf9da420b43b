import Meters

extension Reading {
    /// The reading with power as two numbers that are not negative: a meter that writes one with a sign feeds in when it is
    /// below 0.
    var withPowerByDirection: Reading {
        guard let signedW = powerImportW, signedW < 0, signedW > Int.min,
            PowerSample.plausibleW.contains(-signedW)
        else {
            return self
        }
        var reading = self
        reading.powerImportW = 0
        reading.powerExportW = max(powerExportW ?? 0, -signedW)
        return reading
    }
}
