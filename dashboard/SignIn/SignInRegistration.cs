using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using SovereignFleet.Dashboard.Sessions;

namespace SovereignFleet.Dashboard.SignIn;

internal static class SignInRegistration
{
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        var keys = Directory.CreateDirectory(Path.Combine(configuration["DataFolder"] ?? ".fleet/dashboard", "keys"));
        // Whoever reads these keys can read and make session cookies.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keys.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        services.AddDataProtection().SetApplicationName("sovereignfleet-dashboard").PersistKeysToFileSystem(keys);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(SessionCookie.Configure);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddSingleton<SignOuts>();
        services.AddScoped<SignedIn>();
        return services;
    }
}
