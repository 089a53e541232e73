using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Gpu;

namespace SovereignFleet.Agent.Cli;

/// <summary>All that a real Host is read by and obeys with.</summary>
internal static class Senses
{
    public static IHostApplicationBuilder AddSenses(this IHostApplicationBuilder builder, string dataFolder) => builder
        .AddGpu();
}
