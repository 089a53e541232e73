using System.Net.Http.Headers;
using System.Text;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Server.Hosting.Secrets;

namespace SovereignFleet.Server.Service.Targets;

/// <summary>Drain targets that are asked by HTTP: only where Destinations:Balancers allows it, with a secret for a token, and a failure is a value.</summary>
internal sealed class TargetHttp(AllowedDestinations destinations, SecretFolder secrets) : IDisposable
{
    /// <summary>Of one call; a look is one, telling is one after a look.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int AnswerLimit = 4 << 20;

    private readonly HttpClient client = DestinationClient.Create(destinations.Balancers, Patience, AnswerLimit);

    /// <param name="tokenSecret">The name of a secret; null: none is sent.</param>
    /// <param name="body">JSON; null: none.</param>
    public async Task<TargetAnswer> AskAsync(HttpMethod method, Uri address, string? tokenSecret, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (tokenSecret is not null)
        {
            if (secrets.Read(tokenSecret) is not { } token)
            {
                return new TargetAnswer(0, "", $"{SecretFolder.CannotBeRead(tokenSecret)}; the server's log says why");
            }

            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            destinations.Note(address.Authority, null);
            return new TargetAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken), null);
        }
        catch (HttpRequestException error)
        {
            destinations.Note(address.Authority, error.InnerException?.Message ?? error.Message);
            return new TargetAnswer(0, "", AllowedDestinations.CannotBeReached);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            destinations.Note(address.Authority, $"no answer within {Patience.TotalSeconds:0} s");
            return new TargetAnswer(0, "", $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    /// <summary>What is unfit in an address by itself.</summary>
    public static IEnumerable<SettingsFault> Faults(string key, Uri address, bool allowHttp)
    {
        if (!address.IsAbsoluteUri || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || allowHttp))))
        {
            yield return new SettingsFault(key, "must be an https address; http only on the loopback or with \"allowHttp\".");
        }
        else if (address.UserInfo.Length > 0)
        {
            yield return new SettingsFault(key, "must name no user and no password; put the token into a secret and name it as tokenSecret.");
        }
    }

    /// <summary>What this server's own configuration does not allow.</summary>
    public IEnumerable<SettingsFault> Faults(string key, Uri address, string? tokenSecret)
    {
        if (destinations.Balancers.WhyNot(address.DnsSafeHost, address.Port) is { } why)
        {
            yield return new SettingsFault(key, why);
        }

        if (tokenSecret is not null && secrets.WhyNot(tokenSecret) is { } fault)
        {
            yield return new SettingsFault("tokenSecret", fault);
        }
    }

    public void Dispose() => client.Dispose();
}

/// <param name="Status">0: there was no answer, and <paramref name="Fault"/> says why.</param>
internal sealed record TargetAnswer(int Status, string Text, string? Fault)
{
    public bool Succeeded => Status is >= 200 and < 300;

    public string Why => Fault ?? $"it answered {Status}";
}
