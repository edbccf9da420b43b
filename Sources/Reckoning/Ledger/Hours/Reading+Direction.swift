import Meters

extension Reading {
    /// True when the message says what is fed in, be it 0: by power (a negative one, or 2.7.0) or by the counter (2.8.0).
    var saysExport: Bool { powerExportW != nil || energyExportWh != nil }

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
