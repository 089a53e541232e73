using Microsoft.Extensions.DependencyInjection;

namespace SovereignFleet.Agent.Runtime.Programs;

/// <summary>Other programs of this Host: ipmitool, nvidia-smi, systemctl.</summary>
internal static class ProgramsRegistration
{
    public static IServiceCollection AddPrograms(this IServiceCollection services) => services.AddSingleton<ProgramRunner>();
}
