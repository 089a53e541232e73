using Microsoft.Extensions.Options;
using SovereignFleet.Dashboard.Security;

namespace SovereignFleet.Dashboard;

internal static class ListenRegistration
{
    /// <summary>Where the dashboard listens, by which certificate, and behind which proxies.</summary>
    public static void AddListening(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ListenOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ListenOptions>, ListenOptionsCheck>();
        services.AddSingleton<IValidateOptions<ListenOptions>, PlainHttpCheck>();
        services.AddTransport(configuration);
        services.AddSingleton(provider => Transport.Of(
            provider.GetRequiredService<IOptions<ListenOptions>>().Value.Addresses, provider.GetRequiredService<IOptions<TransportOptions>>().Value));
        services.ConfigureOptions<OwnTls>();
    }
}
