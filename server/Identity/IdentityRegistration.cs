using Microsoft.AspNetCore.Identity;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Identity.People.Passwords;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity;

internal static class IdentityRegistration
{
    /// <summary>The CA and enrollment; people, roles, sessions.</summary>
    public static IHostApplicationBuilder AddIdentity(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddServerOptions<AuthorityOptions>("Identity");
        services.AddSingleton<CertificateAuthority>();
        services.AddSingleton<IJournalSigner>(provider => provider.GetRequiredService<CertificateAuthority>());
        services.AddSingleton<ServerCertificate>();
        services.AddSingleton<AgentCertificates>();
        services.AddSingleton<Enrollment>();
        services.AddSingleton<Lineages>();
        services.AddSingleton<Revocations>();
        services.AddHostedService(provider => provider.GetRequiredService<Revocations>());
        services.AddSingleton<Sessions>();
        services.AddSingleton<AccessDenials>();
        services.AddSingleton<AddressLimits>();
        services.AddSingleton<PasswordChecks>();
        services.AddScoped<PersonDirectory>();
        // OWASP's figure for PBKDF2 with HMAC-SHA-512 (Password Storage Cheat Sheet, 2025); an older hash is made anew at the next sign-in.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.AddIdentityCore<Person>(Rules).AddEntityFrameworkStores<FleetDb>();
        services.AddSingleton<FirstAdministrator>();
        services.AddHostedService<IdentityStartup>();
        return builder;
    }

    // Length instead of composition (NIST SP 800-63B); five failures lock for five minutes.
    private static void Rules(IdentityOptions options)
    {
        options.Password.RequiredLength = 12;
        options.Password.RequiredUniqueChars = 5;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        options.Lockout.AllowedForNewUsers = true;
        options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@";
    }
}
