using Microsoft.AspNetCore.Identity;
using SovereignFleet.Server.Identity.People.Passwords;

namespace SovereignFleet.Server.Identity.People.Accounts;

/// <summary>The one rule for passwords, wherever one is set.</summary>
internal sealed class PasswordRule : IPasswordValidator<Person>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password) =>
        Task.FromResult(PasswordFitness.WhyUnfit(password ?? "", user.UserName ?? "") is { } why
            ? IdentityResult.Failed(new IdentityError { Code = "Unfit", Description = why })
            : IdentityResult.Success);
}
