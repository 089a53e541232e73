using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Sensors;

/// <summary>A sensor's six limits, as far as it has them.</summary>
internal readonly record struct Thresholds(
    double? LowerNonRecoverable, double? LowerCritical, double? LowerNonCritical, double? UpperNonCritical, double? UpperCritical, double? UpperNonRecoverable)
{
    public void PutOn(BmcSensor sensor)
    {
        if (LowerNonRecoverable is { } lnr)
        {
            sensor.LowerNonRecoverable = lnr;
        }

        if (LowerCritical is { } lcr)
        {
            sensor.LowerCritical = lcr;
        }

        if (LowerNonCritical is { } lnc)
        {
            sensor.LowerNonCritical = lnc;
        }

        if (UpperNonCritical is { } unc)
        {
            sensor.UpperNonCritical = unc;
        }

        if (UpperCritical is { } ucr)
        {
            sensor.UpperCritical = ucr;
        }

        if (UpperNonRecoverable is { } unr)
        {
            sensor.UpperNonRecoverable = unr;
        }
    }
}
