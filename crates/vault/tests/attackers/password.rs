//! The password file, the right passphrase, and what is missing all the same.

use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration,
    ClientRegistrationFinishParameters, CredentialFinalization, CredentialRequest, Identifiers,
    RegistrationRequest, RegistrationResponse, RegistrationUpload, Ristretto255, ServerLogin,
    ServerLoginParameters, ServerRegistration, ServerSetup, TripleDh, ksf::Ksf,
};
use rand_for_opaque::{CryptoRng, RngCore};
use vault::{
    VaultError,
    identity::Identity,
    kit::AccountSecret,
    passphrase::{ExportKey, Login, Registration},
};
use wire::opaque::{ARGON2_MEMORY, ARGON2_PASSES, CONTEXT, Suite};

use crate::{
    forge::Scene,
    world::{Seeded, World},
};

const PASSPHRASE: &str = "right passphrase";

/// OPAQUE's crate stands on an older interface for randomness.
struct Old(Seeded);

impl RngCore for Old {
    fn next_u32(&mut self) -> u32 {
        rand_core::Rng::next_u32(&mut self.0)
    }
    fn next_u64(&mut self) -> u64 {
        rand_core::Rng::next_u64(&mut self.0)
    }
    fn fill_bytes(&mut self, out: &mut [u8]) {
        rand_core::Rng::fill_bytes(&mut self.0, out);
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rand_for_opaque::Error> {
        rand_core::Rng::fill_bytes(&mut self.0, out);
        Ok(())
    }
}

impl CryptoRng for Old {}

/// The server's whole database, as far as sign-in goes.
struct Database {
    setup: ServerSetup<Suite>,
    file: Vec<u8>,
    credential: [u8; 32],
}

fn parameters(credential: &[u8; 32]) -> ServerLoginParameters<'_, '_> {
    ServerLoginParameters {
        context: Some(CONTEXT),
        identifiers: identifiers(credential),
    }
}

fn identifiers(credential: &[u8; 32]) -> Identifiers<'_> {
    Identifiers {
        client: Some(credential),
        server: Some(CONTEXT),
    }
}

impl Database {
    fn register(account: &AccountSecret) -> (Self, ExportKey) {
        let mut rng = World::new().rng;
        let setup = ServerSetup::<Suite>::new(&mut Old(World::seeded([5; 32]).rng));
        let credential = account.credential().0;
        let (client, request) = Registration::start(PASSPHRASE, account, &mut rng).unwrap();
        let request = RegistrationRequest::deserialize(&request).unwrap();
        let response = ServerRegistration::start(&setup, request, &credential).unwrap();
        let response = response.message.serialize();
        let (upload, export) = client.finish(&response, account, &mut rng).unwrap();
        let upload = RegistrationUpload::<Suite>::deserialize(&upload).unwrap();
        let file = ServerRegistration::finish(upload).serialize().to_vec();
        let database = Self {
            setup,
            file,
            credential,
        };
        (database, export)
    }

    /// A sign-in, the server's half run honestly: also what a thief does on his own machine.
    fn login(&self, passphrase: &str, account: &AccountSecret) -> Result<ExportKey, VaultError> {
        let mut rng = World::seeded([6; 32]).rng;
        let mut old = Old(World::seeded([8; 32]).rng);
        let file = ServerRegistration::<Suite>::deserialize(&self.file).unwrap();
        let (client, request) = Login::start(passphrase, account, &mut rng)?;
        let request = CredentialRequest::deserialize(&request).unwrap();
        let parameters_at_start = parameters(&self.credential);
        let started = ServerLogin::start(
            &mut old,
            &self.setup,
            Some(file),
            request,
            &self.credential,
            parameters_at_start,
        )
        .unwrap();
        let (last, export) = client.finish(&started.message.serialize(), account, &mut rng)?;
        let last = CredentialFinalization::deserialize(&last).unwrap();
        let finished = started.state.finish(last, parameters(&self.credential));
        finished
            .map(|_| export)
            .map_err(|_| VaultError::DoesNotOpen)
    }
}

#[test]
fn attack_27_the_database_and_the_passphrase_open_nothing_without_the_account_secret() {
    let mut scene = Scene::new();
    let account = scene.asha.identity.account.clone();
    let (database, export) = Database::register(&account);
    let keyring = scene
        .asha
        .identity
        .seal_keyring(&export, &mut scene.world.rng);
    // With all three.
    let right = database.login(PASSPHRASE, &account).unwrap();
    assert!(Identity::open_keyring(&keyring, &right, &account).is_ok());
    // With any two of them.
    assert!(database.login("wrong passphrase", &account).is_err());
    let mut rng = World::seeded([9; 32]).rng;
    for guess in [
        AccountSecret::from_bytes([0; 16]),
        AccountSecret::make(&mut rng),
    ] {
        assert!(database.login(PASSPHRASE, &guess).is_err());
        assert!(Identity::open_keyring(&keyring, &right, &guess).is_err());
    }
}

/// A sign-in by somebody who has the database, the credential's name with it, and guesses the rest.
fn thiefs_login(database: &Database, input: &[u8]) -> bool {
    let mut old = Old(World::seeded([4; 32]).rng);
    let file = ServerRegistration::<Suite>::deserialize(&database.file).unwrap();
    let client = ClientLogin::<Suite>::start(&mut old, input).unwrap();
    let started = ServerLogin::start(
        &mut old,
        &database.setup,
        Some(file),
        client.message,
        &database.credential,
        parameters(&database.credential),
    )
    .unwrap();
    let names = identifiers(&database.credential);
    let parameters = ClientLoginFinishParameters::new(Some(CONTEXT), names, None);
    let response = started.message;
    let finished = client.state.finish(&mut old, input, response, parameters);
    finished.is_ok()
}

/// `length ‖ passphrase ‖ account secret`.
fn input(account: &[u8]) -> Vec<u8> {
    let length = u32::try_from(PASSPHRASE.len()).unwrap().to_be_bytes();
    [&length[..], PASSPHRASE.as_bytes(), account].concat()
}

#[test]
fn attack_27_who_knows_the_credentials_name_still_lacks_the_account_secret() {
    let account = AccountSecret::from_bytes([3; 16]);
    let (database, _) = Database::register(&account);
    assert!(thiefs_login(&database, &input(&[3; 16])));
    for guess in [&[][..], &[0; 16], &[2; 16], &database.credential] {
        assert!(!thiefs_login(&database, &input(guess)));
    }
    assert!(!thiefs_login(&database, PASSPHRASE.as_bytes()));
}

/// Our suite, but for the stretching of the passphrase.
struct Cheap;

impl CipherSuite for Cheap {
    type OprfCs = Ristretto255;
    type KeyExchange =
        TripleDh<Ristretto255, <<Suite as CipherSuite>::KeyExchange as Hashes>::Hash>;
    type Ksf = opaque_ke::ksf::Identity;
}

/// Reads the suite's hash off its key exchange.
trait Hashes {
    type Hash;
}

impl<G, H> Hashes for TripleDh<G, H> {
    type Hash = H;
}

#[test]
fn attack_12_a_registration_with_a_cheaper_stretching_does_not_log_in() {
    let account = AccountSecret::from_bytes([3; 16]);
    let (mut database, _) = Database::register(&account);
    assert!(database.login(PASSPHRASE, &account).is_ok());
    // The same input, as the client makes it, registered without Argon2id.
    let input = input(account.dangerous_bytes());
    let mut old = Old(World::new().rng);
    let setup = ServerSetup::<Cheap>::deserialize(&database.setup.serialize()).unwrap();
    let client = ClientRegistration::<Cheap>::start(&mut old, &input).unwrap();
    let response = ServerRegistration::start(&setup, client.message, &database.credential).unwrap();
    let response = RegistrationResponse::deserialize(&response.message.serialize()).unwrap();
    let parameters =
        ClientRegistrationFinishParameters::new(identifiers(&database.credential), None);
    let finished = client
        .state
        .finish(&mut old, &input, response, parameters)
        .unwrap();
    database.file = ServerRegistration::<Cheap>::finish(finished.message)
        .serialize()
        .to_vec();
    assert_eq!(
        database.login(PASSPHRASE, &account).err(),
        Some(VaultError::DoesNotOpen)
    );
}

#[test]
fn attack_12_the_cost_of_guessing_is_compiled_in() {
    assert_eq!((ARGON2_MEMORY, ARGON2_PASSES), (65_536, 3));
    let input = opaque_ke::generic_array::GenericArray::<u8, opaque_ke::generic_array::typenum::U64>::default();
    let cheap = opaque_ke::ksf::Identity.hash(input).unwrap();
    let ours = wire::opaque::Stretch.hash(input).unwrap();
    assert_ne!(cheap, ours);
}
