using Microsoft.Extensions.Hosting;

namespace SovereignFleet.Agent.Cli;

/// <summary>All that a real Host is read by and obeys with.</summary>
internal static class Senses
{
    public static IHostApplicationBuilder AddSenses(this IHostApplicationBuilder builder) => builder;
}
