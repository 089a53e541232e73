using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Commands.Queue;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Agent.Spool;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Commands;

/// <summary>The command desk of one Host with a spool of its own, over its restarts and reboots.</summary>
internal sealed class CommandsScene : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly MessageSpool spool;

    public CommandsScene() => spool = MessageSpool.Open(new SpoolOptions { Folder = Folder.Below("spool") });

    public TestFolder Folder { get; } = new();

    public FakeTimeProvider Time { get; } = new(Now);

    public HashSet<string> Allow { get; } = ["identify"];

    public string BootId { get; set; } = "boot-1";

    public CommandResult[] Results => [.. SpoolContent.Of(spool, SpoolLane.Events).Concat(SpoolContent.Of(spool, SpoolLane.Files))
        .Where(message => message.Result is not null).OrderBy(message => message.Sequence).Select(message => message.Result)];

    public ConnectRequest[] FileLane => [.. SpoolContent.Of(spool, SpoolLane.Files)];

    public CommandOptions Options => new()
    {
        Allow = Allow,
        LogFile = Folder.Below("commands"),
        WorkFolder = Folder.Below("work"),
        Boot = new BootFacts(BootId, Now),
    };

    /// <summary>A UUID for a name that a test reads easily.</summary>
    public static string Id(string name) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16]).ToString();

    /// <summary>A command in the form that the server gives it.</summary>
    public static Command Sent(string id, Command action, DateTimeOffset? expires = null)
    {
        (action.Id, action.ExpiresAt) = (Id(id), Timestamp.FromDateTimeOffset(expires ?? Now + TimeSpan.FromMinutes(5)));
        return action;
    }

    public static Command Identify(string id, DateTimeOffset? expires = null) => Sent(id, new Command { Identify = new Identify { On = true } }, expires);

    public CommandLog Log() => new(Options);

    public CommandRunner Run(params ICommandAction[] actions) => new(actions, Options, Log(), Time);

    public CommandQueue Desk(params ICommandAction[] actions)
    {
        var log = Log();
        return new CommandQueue(
            new CommandRunner(actions, Options, log, Time), new CommandResults(new SpoolWriter(spool, new SpoolOptions { Folder = Folder.Below("spool") }, Time), Time), log, Options, Time,
            NullLogger<CommandQueue>.Instance);
    }

    public void Dispose()
    {
        spool.Dispose();
        Folder.Dispose();
    }
}
