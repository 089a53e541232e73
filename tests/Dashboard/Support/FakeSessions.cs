using System.Collections.Concurrent;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>Who may sign in (name = role in small letters, one password for all), and which sessions are alive.</summary>
internal sealed class FakeSessions
{
    public const string Password = "correct horse battery";

    /// <summary>Whoever has to choose a password may do nothing else before, as at the product.</summary>
    public bool AsksForPasswordsFirst { get; set; }

    public ConcurrentDictionary<string, Person> Alive { get; } = new();

    /// <summary>Every call, with what it was asked with.</summary>
    public ConcurrentQueue<(string Method, Metadata Headers)> Heard { get; } = new();

    public static Person? Known(string name) => name switch
    {
        "vera" => new Person { Name = "vera", Role = Role.Viewer },
        "tove" => new Person { Name = "tove", Role = Role.Technician, SiteId = "fra2" },
        "mika" => new Person { Name = "mika", Role = Role.OnCall },
        "omar" => new Person { Name = "omar", Role = Role.Operator },
        "admin" => new Person { Name = "admin", Role = Role.Admin, MustChangePassword = true },
        "rosa" => new Person { Name = "rosa", Role = Role.Admin },
        _ => null,
    };

    public Person Caller(ServerCallContext context) =>
        context.RequestHeaders.GetValue("authorization") is { } header && Alive.TryGetValue(header["Bearer ".Length..], out var person)
            ? person
            : throw new RpcException(new Status(StatusCode.Unauthenticated, "Sign in first."));
}
