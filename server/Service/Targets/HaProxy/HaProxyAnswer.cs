namespace SovereignFleet.Server.Service.Targets.HaProxy;

/// <summary>Text, or the fault that left us without.</summary>
internal sealed record HaProxyAnswer(string Text, string? Fault)
{
    public static HaProxyAnswer Silent(string why) => new("", why);
}
