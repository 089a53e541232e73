using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

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

    /// <summary>The dashboard's own TLS, and whose word on the caller's address counts.</summary>
    public static void AddTransport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TransportOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TransportOptions>, TransportOptionsCheck>();
        // Not Always: that would make a failure of each page that somebody asks for without TLS. The prefix refuses the cookie then.
        services.AddOptions<AntiforgeryOptions>().Configure<Transport>((options, transport) =>
            (options.Cookie.Name, options.Cookie.SecurePolicy) = (transport.CookieName("sovereignfleet-form"), CookieSecurePolicy.SameAsRequest));
    }
}
