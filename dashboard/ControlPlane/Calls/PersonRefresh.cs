using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.ControlPlane.Calls;

/// <summary>Asks the server who the person of this circuit is now: a role may have changed since the cookie was written.</summary>
internal sealed class PersonRefresh(FleetApi api, SignedIn signedIn)
{
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        var (answer, _) = await api.AskAsync(options => api.Accounts.WhoAmIAsync(new WhoAmIRequest(), options), cancellationToken);
        if (answer?.Person is { } person)
        {
            signedIn.Update(person);
        }
    }
}
