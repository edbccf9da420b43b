// Tests of Meters.
