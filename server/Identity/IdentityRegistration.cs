using Microsoft.AspNetCore.Identity;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Identity.People.Accounts;
using SovereignFleet.Server.Identity.People.Limits;
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
        services.AddSingleton<DashboardCertificate>();
        services.AddSingleton<AgentCertificates>();
        services.AddSingleton<Enrollment>();
        services.AddScoped<EnrollmentTokens>();
        services.AddSingleton<Lineages>();
        services.AddSingleton<Revocations>();
        services.AddHostedService(provider => provider.GetRequiredService<Revocations>());
        services.AddSingleton<Sessions>();
        services.AddSingleton<AccessDenials>();
        services.AddSingleton<AddressLimits>();
        services.AddSingleton<PasswordChecks>();
        services.AddSingleton<SignInLocks>();
        services.AddSingleton<ApiTokens>();
        services.AddScoped<SignIns>();
        services.AddScoped<PersonDirectory>();
        // OWASP's figure for PBKDF2 with HMAC-SHA-512 (Password Storage Cheat Sheet, 2025); an older hash is made anew at the next sign-in.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.AddIdentityCore<Person>(Rules).AddEntityFrameworkStores<FleetDb>().AddPasswordValidator<PasswordRule>();
        services.AddSingleton<FirstAdministrator>();
        services.AddHostedService<IdentityStartup>();
        return builder;
    }

    // What makes a password fit is PasswordRule's alone, and what failures cost is SignInLocks': Identity's own rules say nothing.
    private static void Rules(IdentityOptions options)
    {
        options.Password.RequiredLength = 1;
        options.Password.RequiredUniqueChars = 1;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@";
    }
}
