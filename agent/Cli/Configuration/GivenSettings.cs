using Microsoft.Extensions.Configuration;

namespace SovereignFleet.Agent.Cli.Configuration;

/// <summary>All settings in force, and the faults of their keys.</summary>
internal sealed record GivenSettings(IConfigurationRoot Values, IReadOnlyList<string> KeyFaults);
