// Tests of DLMS.
