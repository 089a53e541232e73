using System.Globalization;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>A journal of 260 entries, filtered as the server does it; somebody may have changed it.</summary>
internal sealed class FakeJournal(FakeFleet fleet, TimeProvider time) : Wire.JournalService.JournalServiceBase
{
    private static readonly (string Kind, string Actor, string Host, string Summary, string Data)[] Told =
    [
        ("condition.fired", "rule:ecc-uncorrected", "gpu-yul1-03", FakeTroubles.EccSentence, """{"gpu":3,"count":2}"""),
        ("drain.moved", "person:mika", "gpu-yul1-04", "Approved by mika.", "{}"),
        ("person.signed-in", "person:mika", "", "mika signed in.", "{}"),
        ("event.seen", "agent:gpu-fra2-02", "gpu-fra2-02", "XID 31 on GPU 0.", """{"xid":31,"line":"NVRM: Xid (PCI:0000:05:00): 31, pid=4711, name=python3, Ch 0000000b"}"""),
    ];

    public override Task<ListJournalEntriesResponse> ListJournalEntries(ListJournalEntriesRequest request, ServerCallContext context)
    {
        if (fleet.Empty)
        {
            return Task.FromResult(new ListJournalEntriesResponse());
        }

        if (request.PageToken.Length > 0 && !ulong.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "page_token is none of this list: give next_page_token of the page before, or none for the first page."));
        }

        var found = All().Where(entry => request.HostName.Length == 0 || entry.HostName == request.HostName)
            .Where(entry => request.Kind.Length == 0 || entry.Kind == request.Kind || entry.Kind.StartsWith(request.Kind + ".", StringComparison.Ordinal))
            .Where(entry => request.SiteId.Length == 0 || entry.HostName.Contains(request.SiteId, StringComparison.Ordinal))
            .Where(entry => request.DrainId.Length == 0 || entry.DrainId == request.DrainId)
            .Where(entry => request.PageToken.Length == 0 || entry.Id < ulong.Parse(request.PageToken, CultureInfo.InvariantCulture))
            .Where(entry => request.From is null || entry.At >= request.From).ToList();
        var page = found.Take((int)request.PageSize).ToList();
        return Task.FromResult(new ListJournalEntriesResponse
        {
            Entries = { page },
            NextPageToken = page.Count < found.Count ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : "",
        });
    }

    public override Task<VerifyJournalResponse> VerifyJournal(VerifyJournalRequest request, ServerCallContext context) => Task.FromResult(fleet.JournalIsForged
        ? new VerifyJournalResponse { Intact = false, Entries = 211, Sentence = "Entry 212 of the chain (journal id 212, 2026-11-23 02:11:08Z) is not what was sealed." }
        : new VerifyJournalResponse { Intact = true, Entries = 260, Sentence = "All 260 entries are as they were sealed." });

    private IEnumerable<JournalEntry> All()
    {
        var now = time.GetUtcNow();
        for (var id = 260; id > 0; id--)
        {
            var (kind, actor, host, summary, data) = Told[id % Told.Length];
            yield return new JournalEntry
            {
                Id = (ulong)id,
                At = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(now.AddMinutes(-7 * (260 - id))),
                Actor = actor,
                Kind = kind,
                HostName = host,
                Summary = summary,
                Data = data,
                DrainId = kind == "drain.moved" ? "drain-04" : "",
                Sealed = id < 260,
            };
        }
    }
}
