// Tests of Ports.
