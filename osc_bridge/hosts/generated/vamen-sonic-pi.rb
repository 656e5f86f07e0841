# vamen from Sonic Pi. Made from its list of addresses by `vamen patches`.
use_osc "127.0.0.1", 7770

# vamen_set :tempo, 174      tempo speed freeze reverse stutter level width drive texture seed
define :vamen_set do |name, value|
  number = vamen_latents[name]
  path = number ? "latent/#{number}" : name
  osc "/vamen/#{path}", value
end

# vamen_slice 8, 0.7         sixteenth 0 to 31, velocity 0 to 1
define :vamen_slice do |index, velocity = 1.0|
  osc "/vamen/slice", index, velocity
end

# vamen_step 4, :kick, 1.5   adds to a single sixteenth; "/vamen/step/clear" forgets it
define :vamen_step do |index, what, amount|
  osc "/vamen/step/#{index}/#{what}", amount
end

# vamen_preset 3             its number, or its name as text
define :vamen_preset do |which|
  osc "/vamen/preset", which
end

define :vamen_latents do
  {
    latent0: 0, latent1: 1, latent2: 2, latent3: 3, latent4: 4, latent5: 5,
    latent6: 6, latent7: 7, latent8: 8, latent9: 9, latent10: 10, latent11: 11,
    latent12: 12, latent13: 13, latent14: 14, latent15: 15, kick: 0, snare: 1,
    hats: 2, density: 3, tightness: 4, tone: 5, backbeat: 6, offbeat: 7
  }
end

# an example: the break at Sonic Pi's tempo, with its slices in an order of its own
use_bpm 174
vamen_set :tempo, 174
osc "/vamen/play"

live_loop :vamen_slices do
  use_osc "127.0.0.1", 7770
  index = (ring 0, 8, 4, 12, 0, 8, 20, 24).tick
  vamen_slice index, 1.0
  sleep 1
end

live_loop :vamen_latents do
  use_osc "127.0.0.1", 7770
  vamen_set :kick, rrand(-1.5, 1.5)
  sleep 8
end

# osc "/vamen/stop"
# osc "/vamen/panic"
