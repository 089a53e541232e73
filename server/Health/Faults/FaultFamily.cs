using System.Globalization;

namespace SovereignFleet.Server.Health.Faults;

/// <summary>Faults that one rule finds by their number or their name, and that are told under one alert name.</summary>
/// <param name="Name">The rule's: "gpu-xid".</param>
/// <param name="Prefix">What stands before the number or name in each code: "xid-".</param>
internal sealed record FaultFamily(string Name, string Prefix, string AlertName)
{
    public Fault Of(int number) => Of(number.ToString(CultureInfo.InvariantCulture));

    public Fault Of(string name) => new(Prefix + name, AlertName);

    /// <summary>The number or name of a code of this family.</summary>
    public string NameIn(string code) => code[Prefix.Length..];

    public bool Has(string code) => code.StartsWith(Prefix, StringComparison.Ordinal);
}
