using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using CommandState = SovereignFleet.Server.Commands.CommandState;
using File = SovereignFleet.Server.Commands.Files.CommandFile;
using FileState = SovereignFleet.Server.Commands.Files.CommandFileState;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Commands.Orders;

/// <summary>Commands as the API tells them.</summary>
internal sealed class CommandReader(IDbContextFactory<FleetDb> contexts)
{
    private const string List = "commands";
    private const int UsualSize = 50;
    private const int LargestSize = 500;

    public async Task<ListCommandsResponse> ListAsync(ListCommandsRequest filter, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var commands = Within(db, scope);
        if (filter.HostName.Length > 0)
        {
            commands = commands.Where(command => db.HostsEver.Any(host => host.Id == command.HostId && host.Name == filter.HostName));
        }

        if (PageToken.Read<Guid>(List, filter.PageToken) is { } last)
        {
            commands = commands.Where(command => EF.Functions.LessThan(ValueTuple.Create(command.CreatedAt, command.Id), ValueTuple.Create(last.At, last.Id)));
        }

        var size = Page<HostCommand>.Size(filter.PageSize, UsualSize, LargestSize);
        var newest = commands.OrderByDescending(command => command.CreatedAt).ThenByDescending(command => command.Id).Take(size + 1);
        var page = Page<HostCommand>.Cut(
            await MapAsync(db, newest, cancellationToken), size, command => PageToken.Of(List, command.OrderedAt.ToDateTimeOffset(), command.Id));
        return new ListCommandsResponse { Commands = { page.Rows }, NextPageToken = page.NextToken };
    }

    public async Task<HostCommand?> FindAsync(Guid id, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await MapAsync(db, Within(db, scope).Where(command => command.Id == id), cancellationToken)).SingleOrDefault();
    }

    private static IQueryable<AgentCommand> Within(FleetDb db, SiteScope scope) => db.AgentCommands.AsNoTracking()
        .Where(command => scope.SiteId == null || db.HostsEver.Any(host => host.Id == command.HostId && host.SiteId == scope.SiteId));

    private static async Task<List<HostCommand>> MapAsync(FleetDb db, IQueryable<AgentCommand> commands, CancellationToken cancellationToken)
    {
        var rows = await (
            from command in commands
            join host in db.HostsEver.AsNoTracking() on command.HostId equals host.Id
            select new { command, host.Name }).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(row => row.command.Id);
        var files = (await db.CommandFiles.AsNoTracking().Where(file => ids.Contains(file.CommandId)).OrderBy(file => file.Name)
            .ToListAsync(cancellationToken)).ToLookup(file => file.CommandId);
        return [.. rows.OrderByDescending(row => row.command.CreatedAt).ThenByDescending(row => row.command.Id).Select(row => Map(row.command, row.Name, files[row.command.Id]))];
    }

    public static HostCommand Map(AgentCommand command, string hostName, IEnumerable<File> files)
    {
        var wire = new HostCommand
        {
            Id = command.Id.ToString(),
            HostName = hostName,
            Name = command.Name,
            Text = command.Text,
            State = ToWire(command.State),
            OrderedBy = command.OrderedBy,
            Reason = command.Reason,
            OrderedAt = Timestamp.FromDateTimeOffset(command.CreatedAt),
            SentAt = ToWire(command.SentAt),
            DoneAt = ToWire(command.DoneAt),
            ExpiresAt = Timestamp.FromDateTimeOffset(command.ExpiresAt),
            Answer = command.Answer ?? "",
            DrainId = command.DrainId?.ToString() ?? "",
            ForcedBy = command.ForcedBy ?? "",
            Guard = command.Guard ?? "",
            Files = { files.Select(Map) },
        };
        foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(command.Proof) ?? [])
        {
            wire.Proof[key] = value;
        }

        return wire;
    }

    private static CommandFile Map(File file) => new()
    {
        Name = file.Name,
        Size = (ulong)file.Size,
        Received = (ulong)file.Received,
        State = ToWire(file.State),
        Sha256 = Convert.ToHexStringLower(file.Sha256),
    };

    private static Wire.CommandState ToWire(CommandState state) => state switch
    {
        CommandState.Pending => Wire.CommandState.Pending,
        CommandState.Sent => Wire.CommandState.Sent,
        CommandState.Done => Wire.CommandState.Done,
        CommandState.Refused => Wire.CommandState.Refused,
        CommandState.Failed => Wire.CommandState.Failed,
        CommandState.Expired => Wire.CommandState.Expired,
        CommandState.Waiting => Wire.CommandState.Waiting,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };

    private static Wire.CommandFileState ToWire(FileState state) => state switch
    {
        FileState.Incomplete => Wire.CommandFileState.Incomplete,
        FileState.Complete => Wire.CommandFileState.Complete,
        FileState.Broken => Wire.CommandFileState.Broken,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };

    private static Timestamp? ToWire(DateTimeOffset? at) => at is { } time ? Timestamp.FromDateTimeOffset(time) : null;
}
