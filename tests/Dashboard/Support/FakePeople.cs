using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>Who may sign in and what programs call with, as the pages about them see it.</summary>
internal sealed class FakePeople(TimeProvider time)
{
    public const string OneTimePassword = "8fJc-onetime-Qx2Lp7";
    public const string Token = "sft_made-for-a-program";
    public const string EnrollmentSecret = "sf1.secret.fingerprint";
    public const string LastAdministrator = "olga";

    public List<Session> Sessions { get; } =
    [
        new() { Id = "here", Address = "192.0.2.10", Current = true, CreatedAt = time.GetUtcNow().AddMinutes(-5).ToTimestamp(), LastUsedAt = time.GetUtcNow().ToTimestamp(), ExpiresAt = time.GetUtcNow().AddHours(23).ToTimestamp() },
        new() { Id = "there", Address = "198.51.100.20", CreatedAt = time.GetUtcNow().AddHours(-9).ToTimestamp(), LastUsedAt = time.GetUtcNow().AddHours(-3).ToTimestamp(), ExpiresAt = time.GetUtcNow().AddHours(15).ToTimestamp() },
    ];

    public List<Person> People { get; } =
    [
        new() { Name = LastAdministrator, Role = Role.Admin }, new() { Name = "rosa", Role = Role.Admin }, new() { Name = "tove", Role = Role.Technician, SiteId = "fra2" },
        new() { Name = "uwe", Role = Role.Viewer, Disabled = true },
    ];

    public List<ApiToken> Tokens { get; } = [];

    public List<EnrollmentToken> Enrollments { get; } = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public Person Named(string name) => People.SingleOrDefault(person => person.Name == name)
        ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no person \"{name}\"."));
}
