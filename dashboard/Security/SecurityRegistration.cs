namespace SovereignFleet.Dashboard.Security;

internal static class SecurityRegistration
{
    /// <summary>Blazor itself, with what a stranger's browser may cost us bounded.</summary>
    public static void AddBlazorSecurity(this IServiceCollection services) =>
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitMaxRetained = 50;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            options.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
        });
}
