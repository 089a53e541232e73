using System.Text.Json;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Work.RemoteHands.Providers.Email;

/// <summary>Tickets by mail: the one way that works everywhere, air-gapped too. SMTP cannot search, so a crash between the
/// server's "250 OK" and our commit sends the mail again; its Message-ID is made of the reference, by which mail and
/// ticket systems know it for the same one.</summary>
internal sealed class EmailTickets(EmailOptions options, TimeProvider time) : ITicketProvider
{
    /// <summary>Less than the outbox gives a delivery, so that what came of it is told here.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>In our words: a relay may repeat what it was sent, and that was the password.</summary>
    private const string WrongPassword = " refuses the user of Tickets:Email:User, or the password in Tickets:Email:PasswordFile";

    public string Name => "email";

    public IEnumerable<SettingsFault> Judge(JsonElement settings) => PlugInSettings.Read<EmailSettings>(settings).Faults;

    public Task<string?> FindAsync(TicketJob job, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<TicketReceipt> CreateAsync(TicketJob job, CancellationToken cancellationToken) =>
        SendAsync(job, MessageId(job, "create"), job.CreatedAt, job.Body, null, cancellationToken);

    public Task<TicketReceipt> UpdateAsync(TicketJob job, string? externalId, TicketNote note, CancellationToken cancellationToken) =>
        // Each note has a Message-ID of its own: a second one under the first's would be thrown away as the first.
        SendAsync(job, MessageId(job, note.Key), time.GetUtcNow(), note.Text, externalId ?? MessageId(job, "create"), cancellationToken);

    private async Task<TicketReceipt> SendAsync(
        TicketJob job, string messageId, DateTimeOffset date, string body, string? inReplyTo, CancellationToken cancellationToken)
    {
        if (!options.IsConfigured)
        {
            return Rejected("set Tickets:Email:Host or Tickets:Email:PickupFolder");
        }

        var reading = PlugInSettings.Read<EmailSettings>(job.Settings);
        if (reading.Settings?.Address() is not { } to)
        {
            return Rejected($"the site's {reading.Sentence("ticketSettings")}");
        }

        using var message = new MimeMessage
        {
            MessageId = messageId,
            Subject = inReplyTo is null ? job.Subject : $"Re: {job.Subject}",
            Date = date,
            InReplyTo = inReplyTo,
            Body = new TextPart("plain") { Text = body },
        };
        if (inReplyTo is not null)
        {
            message.References.Add(inReplyTo);
        }

        message.From.Add(MailboxAddress.Parse(options.From));
        message.To.Add(to);
        message.Headers.Add("X-SovereignFleet-Reference", job.Reference);
        return options.PickupFolder.Length > 0
            ? await WriteAsync(message, inReplyTo is null ? job.Reference : messageId, messageId, cancellationToken)
            : await TransmitAsync(message, messageId, cancellationToken);
    }

    private async Task<TicketReceipt> TransmitAsync(MimeMessage message, string messageId, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var leaving = new Leaving();
        try
        {
            using var client = new SmtpClient();
            await client.ConnectAsync(options.Host, options.Port, options.UseTls ? SecureSocketOptions.Auto : SecureSocketOptions.None, limit.Token);
            if (options.UseTls && !client.IsSecure)
            {
                return Rejected($"{options.Host} offers no TLS; set Tickets:Email:UseTls to false only for a relay that you trust the way to");
            }

            if (options.User.Length > 0)
            {
                await client.AuthenticateAsync(options.User, await PasswordAsync(limit.Token), limit.Token);
            }

            await client.SendAsync(message, limit.Token, leaving);
            // The mail is out: a broken goodbye is no reason to send it again.
            await client.DisconnectAsync(false, CancellationToken.None);
            return new TicketReceipt(new DeliveryOutcome.Delivered(), messageId);
        }
        catch (SmtpCommandException error)
        {
            // The relay's own word that it did not take the mail.
            return (int)error.StatusCode >= 500 ? Rejected($"{options.Host}: {error.Message}") : Later($"{options.Host}: {error.Message}");
        }
        catch (AuthenticationException)
        {
            return Later(options.Host + WrongPassword);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException or ServiceNotConnectedException
            or CommandException or ProtocolException or SslHandshakeException or UnauthorizedAccessException)
        {
            return Later($"{options.Host}: {error.Message}") with { MayBeOut = leaving.Begun };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Later($"{options.Host}: no answer within {Patience.TotalSeconds:0} s") with { MayBeOut = leaving.Begun };
        }
    }

    private async Task<string> PasswordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(options.PasswordFile, cancellationToken)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Who reads the ticket need not know where the server keeps its files.
            throw new IOException("the file of Tickets:Email:PasswordFile cannot be read", error);
        }
    }

    private async Task<TicketReceipt> WriteAsync(
        MimeMessage message, string name, string messageId, CancellationToken cancellationToken)
    {
        // Named after what it is of and moved into place: written twice it is one file, and never half a one.
        var file = Path.Combine(options.PickupFolder, $"{name}.eml");
        try
        {
            Directory.CreateDirectory(options.PickupFolder);
            await message.WriteToAsync(file + ".part", cancellationToken);
            File.Move(file + ".part", file, overwrite: true);
            return new TicketReceipt(new DeliveryOutcome.Delivered(), messageId);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Later($"the folder of Tickets:Email:PickupFolder cannot be written to: {error.GetType().Name}");
        }
    }

    private string MessageId(TicketJob job, string what) =>
        $"{job.Reference}.{what}@{options.From.Split('@') switch { [_, var domain] => domain.TrimEnd('>'), _ => "sovereignfleet" }}";

    private static TicketReceipt Rejected(string why) => new(new DeliveryOutcome.Rejected(why), null);

    private static TicketReceipt Later(string why) => new(new DeliveryOutcome.RetryLater(why), null);

    /// <summary>Whether any byte of the mail itself went to the relay.</summary>
    private sealed class Leaving : ITransferProgress
    {
        public bool Begun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Begun = true;

        public void Report(long bytesTransferred) => Begun = true;
    }
}
