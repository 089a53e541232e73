using System.Globalization;

namespace SovereignFleet.Server.Health.Faults;

/// <summary>Faults that one rule finds by their number, and that are told under one alert name.</summary>
/// <param name="Name">The rule's: "gpu-xid".</param>
/// <param name="Prefix">What stands before the number in each code: "xid-".</param>
internal sealed record FaultFamily(string Name, string Prefix, string AlertName)
{
    public Fault Of(int number) => new(Prefix + number.ToString(CultureInfo.InvariantCulture), AlertName);

    public bool Has(string code) => code.StartsWith(Prefix, StringComparison.Ordinal);
}
