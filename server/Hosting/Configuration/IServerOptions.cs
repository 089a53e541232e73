namespace SovereignFleet.Server.Hosting.Configuration;

/// <summary>One section of the configuration: safe defaults, units in the types, and what would make it unfit.</summary>
internal interface IServerOptions
{
    /// <summary>Every fault, each naming its key and what to set: "Alerts:ExternalUrl must be ...".</summary>
    IEnumerable<string> Faults();
}
