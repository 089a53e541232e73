using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Windows.Requests;

/// <summary>Windows and blackouts, from the wire and to it.</summary>
internal static class WindowMapper
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static Wire.MaintenanceWindow Map(MaintenanceWindow window, TimeZoneInfo zone, IReadOnlyList<Blackout> blackouts, DateTimeOffset now)
    {
        var mapped = new Wire.MaintenanceWindow
        {
            SiteId = window.SiteId,
            Name = window.Name,
            FirstStart = WallClock.Write(window.FirstStart),
            Duration = window.Duration.ToDuration(),
            Rule = window.Rule ?? "",
            Except = { WallClock.ReadStamps(window.Except).Select(WallClock.Write) },
            Ends = window.Ends is { } ends ? WallClock.Write(ends) : "",
            Note = window.Note,
            NoticeUid = window.NoticeUid ?? "",
            ChangedBy = window.ChangedBy,
            ChangedAt = window.ChangedAt.ToTimestamp(),
            Version = window.Version,
            TimeZone = zone.Id,
            Next = MaintenanceCalendar.NextWindow([window], blackouts, zone, now) is { } next ? Map(window, next) : null,
        };
        if (window.AtOnce is { } most)
        {
            mapped.AtOnce = (uint)most;
        }

        return mapped;
    }

    public static Wire.Occurrence Map(MaintenanceWindow window, WindowTime time)
    {
        var mapped = new Wire.Occurrence
        {
            SiteId = window.SiteId,
            Name = time.Name,
            Start = time.Start.ToTimestamp(),
            End = time.End.ToTimestamp(),
            Note = window.Note,
        };
        if (time.AtOnce is { } most)
        {
            mapped.AtOnce = (uint)most;
        }

        return mapped;
    }

    public static Wire.Occurrence Occurrence(Blackout blackout) => new()
    {
        SiteId = blackout.SiteId ?? "",
        Name = blackout.Name,
        Start = blackout.StartsAt.ToTimestamp(),
        End = blackout.EndsAt.ToTimestamp(),
        Blackout = true,
        Note = blackout.Note,
    };

    public static Wire.Blackout Map(Blackout blackout) => new()
    {
        Id = blackout.Id.ToString(),
        SiteId = blackout.SiteId ?? "",
        Name = blackout.Name,
        Start = blackout.StartsAt.ToTimestamp(),
        End = blackout.EndsAt.ToTimestamp(),
        Note = blackout.Note,
        NoticeUid = blackout.NoticeUid ?? "",
        ChangedBy = blackout.ChangedBy,
        ChangedAt = blackout.ChangedAt.ToTimestamp(),
        Version = blackout.Version,
    };

    /// <summary>What is wrong with its words, as they can be read at all, is among the faults.</summary>
    public static MaintenanceWindow Read(Wire.MaintenanceWindow? said, List<string> faults)
    {
        said ??= new Wire.MaintenanceWindow();
        var window = new MaintenanceWindow
        {
            SiteId = said.SiteId,
            Name = said.Name,
            FirstStart = Time("first_start", said.FirstStart, faults) ?? default,
            Duration = Duration(said.Duration),
            Rule = said.Rule.Trim().Length == 0 ? null : WindowRules.Plain(said.Rule),
            Except = string.Join(',', said.Except.Select(text => Time("except", text, faults)).OfType<DateTime>().Order().Select(WallClock.Stamp)),
            Ends = said.Ends.Length == 0 ? null : Time("ends", said.Ends, faults),
            AtOnce = said.HasAtOnce ? (int)Math.Min(said.AtOnce, int.MaxValue) : null,
            Note = said.Note.Trim(),
        };
        return window;
    }

    public static DateTimeOffset Instant(string key, Timestamp? said) => said?.ToDateTimeOffset() is { } instant
        ? new DateTimeOffset(instant.Ticks - (instant.Ticks % OneSecond.Ticks), TimeSpan.Zero)
        : throw new RpcException(new Status(StatusCode.InvalidArgument, $"{key}: is missing."));

    // What is too long for .NET is too long for a Window.
    private static TimeSpan Duration(Duration? said) =>
        said is null ? TimeSpan.Zero : said.Seconds is >= 0 and < 1_000_000_000 ? TimeSpan.FromSeconds(said.Seconds) : TimeSpan.FromSeconds(-1);

    private static DateTime? Time(string key, string text, List<string> faults)
    {
        var local = WallClock.Read(text);
        if (local is null)
        {
            faults.Add($"{key}: \"{text}\" must be a time of the site's wall clock without an offset, as 2026-12-06T02:00.");
        }

        return local;
    }
}
